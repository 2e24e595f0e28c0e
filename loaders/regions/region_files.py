"""Files of former regions: one TOML file per country."""

from pathlib import Path

from domain.policy.regions import RegionHistory
from loaders.regions.parse import RegionsErrors, load_regions

REGIONS_FOLDER = "regions"


def load_former_regions(folder: Path, country: str) -> RegionHistory:
    """Return the former regions of *country* from the policies in *folder*.

    Raises RegionsErrors with every error at once.
    """
    path = folder / REGIONS_FOLDER / f"{country}.toml"
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return RegionHistory()
    except (OSError, UnicodeDecodeError) as error:
        raise RegionsErrors([f"{path}: cannot be read: {error}"]) from error
    return load_regions(text, str(path))
