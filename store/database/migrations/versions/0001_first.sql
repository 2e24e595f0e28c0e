-- The first schema. Why these keys, partitions and indexes: docs/decisions/ten-million-appeals.md.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Talon numbers

CREATE FUNCTION next_talon_number(year integer) RETURNS bigint LANGUAGE plpgsql AS $$
-- Every year counts from 1; the first to ask in a year makes its sequence, and others wait for that.
DECLARE
    numbers text := format('talon_numbers_%s', year);
BEGIN
    IF to_regclass(numbers) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtext(numbers));
        EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %I', numbers);
    END IF;
    RETURN nextval(numbers);
END
$$;

-- Appeals: events, rows to read, workflow starts

CREATE TABLE events (
    appeal uuid NOT NULL,
    seq integer NOT NULL,
    at timestamptz NOT NULL,
    type varchar GENERATED ALWAYS AS (data ->> 'type') STORED,
    data jsonb NOT NULL,
    by_person uuid,
    by_organisation varchar,
    by_role varchar,
    by_region varchar,
    command uuid,
    PRIMARY KEY (appeal, seq)
) PARTITION BY HASH (appeal);
CREATE INDEX events_by_command ON events (command) WHERE command IS NOT NULL;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER events_are_append_only BEFORE UPDATE OR DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE escalations (
    appeal uuid NOT NULL,
    seq integer NOT NULL,
    task uuid NOT NULL,
    clock varchar NOT NULL,
    level smallint NOT NULL,
    target varchar NOT NULL,
    organisation varchar NOT NULL,
    role varchar NOT NULL,
    region varchar NOT NULL,
    holder uuid,
    called_at timestamptz NOT NULL,
    late_since timestamptz NOT NULL,
    ended boolean NOT NULL,
    acknowledged_at timestamptz,
    acknowledged_by uuid,
    PRIMARY KEY (appeal, seq)
);
CREATE INDEX escalations_by_task ON escalations (task, seq);
CREATE INDEX escalations_by_organisation ON escalations (organisation, target) WHERE NOT ended;
CREATE INDEX escalations_by_target ON escalations (target, region) WHERE NOT ended;
CREATE INDEX escalations_called ON escalations (task, level) INCLUDE (appeal) WHERE NOT ended;

CREATE TABLE feed_items (
    feed varchar NOT NULL,
    position bigint NOT NULL,
    appeal uuid NOT NULL,
    seq integer NOT NULL,
    PRIMARY KEY (feed, position)
);
CREATE TABLE feed_queue (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    feed varchar NOT NULL,
    appeal uuid NOT NULL,
    seq integer NOT NULL
);
CREATE TABLE feed_generations (
    began_at timestamptz PRIMARY KEY,
    server varchar NOT NULL,
    last_position bigint NOT NULL
);

CREATE FUNCTION assign_feed_positions() RETURNS void LANGUAGE plpgsql AS $$
-- One caller at a time; each statement sees what was committed before it, so positions follow the commits.
-- A restored copy runs in another start of the server, or has other tables: its items are a new generation.
DECLARE
    here text := concat_ws(' ', extract(epoch FROM pg_postmaster_start_time()),
        (SELECT oid FROM pg_database WHERE datname = current_database()), 'feed_items'::regclass::oid);
    latest feed_generations;
    assigned bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM feed_queue) THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('feed positions'));
    SELECT * INTO latest FROM feed_generations ORDER BY began_at DESC LIMIT 1;
    IF latest.server IS DISTINCT FROM here THEN
        INSERT INTO feed_generations
        VALUES (greatest(clock_timestamp(), latest.began_at + interval '1 microsecond'), here,
            coalesce(latest.last_position, 0))
        RETURNING * INTO latest;
    END IF;
    WITH taken AS (DELETE FROM feed_queue RETURNING *)
    INSERT INTO feed_items (feed, position, appeal, seq)
    SELECT feed, latest.last_position + row_number() OVER (ORDER BY id), appeal, seq FROM taken;
    GET DIAGNOSTICS assigned = ROW_COUNT;
    UPDATE feed_generations SET last_position = last_position + assigned WHERE began_at = latest.began_at;
END
$$;

CREATE FUNCTION open_feed(INOUT generation bigint, INOUT "position" bigint, OUT "end" bigint) LANGUAGE plpgsql AS $$
-- The positions up to the end of the last generation before the reader's are those that it may have read.
DECLARE
    epoch CONSTANT timestamptz := to_timestamp(0);
BEGIN
    PERFORM assign_feed_positions();
    "position" := least("position", coalesce((
        SELECT last_position FROM feed_generations
        WHERE began_at <= epoch + generation * interval '1 microsecond'
        ORDER BY began_at DESC LIMIT 1
    ), 0));
    SELECT extract(epoch FROM began_at) * 1000000, last_position INTO generation, "end"
    FROM feed_generations ORDER BY began_at DESC LIMIT 1;
    generation := coalesce(generation, 0);
    "end" := coalesce("end", 0);
END
$$;

CREATE TABLE calls (
    id uuid PRIMARY KEY,
    appeal uuid NOT NULL,
    seq integer NOT NULL,
    task uuid NOT NULL,
    clock varchar NOT NULL,
    threshold varchar NOT NULL,
    number smallint NOT NULL,
    target varchar NOT NULL,
    person uuid,
    channel varchar NOT NULL,
    state varchar NOT NULL,
    called_at timestamptz NOT NULL,
    acknowledged_at timestamptz
);
CREATE INDEX calls_of_appeal ON calls (appeal, seq);
CREATE INDEX calls_awaiting_person ON calls (person, called_at, id) WHERE acknowledged_at IS NULL AND channel = 'inbox';

CREATE TABLE documents (
    digest text PRIMARY KEY,
    kind varchar NOT NULL,
    content jsonb NOT NULL
);

CREATE TABLE appeals (
    id uuid PRIMARY KEY,
    seq integer NOT NULL,
    number varchar NOT NULL UNIQUE,
    topic varchar NOT NULL,
    region varchar NOT NULL,
    status varchar NOT NULL,
    step varchar NOT NULL,
    stage varchar NOT NULL,
    organisation varchar NOT NULL,
    received_at timestamptz NOT NULL,
    registered_at timestamptz NOT NULL,
    statutory_due_at timestamptz,
    next_alarm_at timestamptz,
    escalations integer NOT NULL,
    needs_attention boolean NOT NULL,
    reopenings integer NOT NULL,
    outcome varchar,
    closed_at timestamptz,
    merged_into uuid,
    policy varchar NOT NULL,
    calendar varchar NOT NULL,
    kind varchar,
    rulebook varchar,
    parent uuid,
    urgent boolean NOT NULL,
    deemed_refused_at timestamptz,
    complaint_about uuid,
    complaint_late boolean,
    due_estimated boolean NOT NULL,
    body_number varchar,
    body_registered_on date,
    body_numbers varchar[],
    open boolean GENERATED ALWAYS AS (status <> 'closed') STORED
) WITH (fillfactor = 85);
CREATE INDEX appeals_open ON appeals (id) WHERE open;
CREATE INDEX appeals_by_alarm ON appeals (next_alarm_at, id) INCLUDE (stage, statutory_due_at) WHERE open;
CREATE INDEX appeals_by_region ON appeals (region, id);
CREATE INDEX appeals_needing_attention ON appeals (id) WHERE open AND needs_attention;
CREATE INDEX appeals_by_statutory_due ON appeals (statutory_due_at, id) WHERE open;
CREATE INDEX appeals_urgent ON appeals (id) WHERE urgent;
CREATE INDEX appeals_by_organisation ON appeals (organisation, id);
CREATE INDEX appeals_by_number_part ON appeals USING gin (replace(number, '-', '') gin_trgm_ops);
CREATE INDEX appeals_by_body_number ON appeals USING gin (body_numbers) WHERE body_numbers IS NOT NULL;
CREATE INDEX appeals_by_topic ON appeals (topic, id);
CREATE INDEX appeals_by_parent ON appeals (parent) WHERE parent IS NOT NULL;
CREATE INDEX appeals_by_complaint_about ON appeals (complaint_about) WHERE complaint_about IS NOT NULL;
CREATE INDEX appeals_closed_with_alarm ON appeals (next_alarm_at, id)
    WHERE NOT open AND next_alarm_at IS NOT NULL;

CREATE TABLE tasks (
    id uuid PRIMARY KEY,
    appeal uuid NOT NULL,
    seq integer NOT NULL,
    version integer NOT NULL,
    purpose varchar NOT NULL,
    step varchar NOT NULL,
    organisation varchar NOT NULL,
    role varchar NOT NULL,
    state varchar NOT NULL,
    holder uuid,
    opened_at timestamptz NOT NULL,
    state_since timestamptz NOT NULL,
    due_at timestamptz,
    held_until timestamptz,
    mandatory boolean NOT NULL,
    specialty varchar,
    origin_task uuid,
    duty varchar,
    rule_id varchar,
    urgent boolean NOT NULL,
    barred uuid[],
    previous_organisations varchar[],
    number varchar NOT NULL,
    topic varchar NOT NULL,
    region varchar NOT NULL,
    statutory_due_at timestamptz,
    needs_attention boolean NOT NULL,
    due_order timestamptz
        GENERATED ALWAYS AS (LEAST(due_at, statutory_due_at, '9999-12-31 00:00:00+00'::timestamptz)) STORED,
    open boolean GENERATED ALWAYS AS (state IN ('ready', 'offered', 'claimed', 'held')) STORED
) WITH (fillfactor = 85);
CREATE INDEX tasks_by_appeal ON tasks (appeal);
CREATE INDEX tasks_by_organisation ON tasks (organisation, appeal);
CREATE INDEX tasks_by_previous_organisation ON tasks USING gin (previous_organisations)
    WHERE previous_organisations IS NOT NULL;
CREATE INDEX tasks_inbox ON tasks (organisation, role, due_order, id) INCLUDE (state) WHERE open;
CREATE INDEX tasks_by_holder ON tasks (holder, due_order, id) INCLUDE (state)
    WHERE open AND holder IS NOT NULL;
CREATE INDEX tasks_by_region ON tasks (region, due_order, id) INCLUDE (state) WHERE open;
CREATE INDEX tasks_by_topic ON tasks (topic, due_order, id) WHERE open;
CREATE INDEX tasks_beside_work ON tasks (organisation, role, due_order, id) WHERE open AND purpose <> 'work';
CREATE INDEX tasks_urgent ON tasks (due_order, id) WHERE open AND urgent;
CREATE INDEX tasks_needing_attention ON tasks (due_order, id) WHERE open AND needs_attention;
CREATE INDEX tasks_open ON tasks (due_order, id) INCLUDE (state, step) WHERE open;

CREATE TABLE outbox (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    appeal uuid NOT NULL UNIQUE,
    at timestamptz NOT NULL,
    attempts integer NOT NULL,
    not_before timestamptz NOT NULL,
    error varchar
);
CREATE INDEX outbox_by_time ON outbox (not_before, id);

-- Personal data: names, contacts and free text

CREATE TABLE talons (
    appeal uuid PRIMARY KEY,
    tracking_code varchar NOT NULL UNIQUE,
    channel varchar NOT NULL,
    language varchar NOT NULL,
    reception varchar NOT NULL,
    receiver uuid NOT NULL,
    text uuid NOT NULL,
    source varchar,
    source_id varchar,
    source_digest varchar,
    topic_fields jsonb NOT NULL DEFAULT '{}',
    CHECK ((source IS NULL) = (source_id IS NULL))
);
CREATE UNIQUE INDEX talons_source ON talons (source, source_id) WHERE source IS NOT NULL;
CREATE INDEX talons_receiver ON talons (receiver, appeal);
CREATE INDEX talons_by_language ON talons (language, appeal);

CREATE TABLE applicants (
    appeal uuid NOT NULL,
    position smallint NOT NULL,
    capacity varchar NOT NULL,
    name varchar NOT NULL,
    search_name varchar NOT NULL,
    iin varchar,
    bin varchar,
    birth_date date,
    category varchar,
    contacts jsonb NOT NULL,
    command uuid,
    PRIMARY KEY (appeal, position)
);
CREATE INDEX applicants_by_name ON applicants USING gin (search_name gin_trgm_ops);
CREATE INDEX applicants_by_phone ON applicants USING gin ((contacts ->> 'phone') gin_trgm_ops);
CREATE INDEX applicants_by_category ON applicants (category, appeal) WHERE category IS NOT NULL;
CREATE INDEX applicants_by_iin ON applicants (iin, appeal) WHERE iin IS NOT NULL;
CREATE INDEX applicants_by_bin ON applicants (bin, appeal) WHERE bin IS NOT NULL;

CREATE TABLE texts (
    id uuid PRIMARY KEY,
    appeal uuid NOT NULL,
    at timestamptz NOT NULL,
    body varchar NOT NULL,
    original varchar,
    language varchar,
    by_person uuid
);
CREATE INDEX texts_of_appeal ON texts (appeal, id);

CREATE FUNCTION fold_letters(written text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
-- Kazakh is often typed with Russian letters.
RETURN translate(lower(written), 'әғқңөұүһіё', 'агкноуухие');
CREATE FUNCTION search_words(body text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
-- Stems of Russian and English words, and whole words: Kazakh is not stemmed, but searched by beginnings.
RETURN to_tsvector('pg_catalog.russian', fold_letters(body)) || to_tsvector('pg_catalog.simple', fold_letters(body));
-- Only what applicants wrote has a language; answers are not searched.
CREATE INDEX texts_by_words ON texts USING gin (search_words(body)) WHERE language IS NOT NULL;

CREATE TABLE attachments (
    id uuid PRIMARY KEY,
    appeal uuid NOT NULL,
    at timestamptz NOT NULL,
    name varchar NOT NULL,
    reference varchar NOT NULL,
    media_type varchar,
    size bigint,
    by_person uuid
);
CREATE INDEX attachments_of_appeal ON attachments (appeal, id);

CREATE TABLE notes (
    id uuid PRIMARY KEY,
    appeal uuid NOT NULL,
    task uuid,
    created_at timestamptz NOT NULL,
    text varchar NOT NULL,
    by_person uuid NOT NULL,
    by_organisation varchar NOT NULL
);
CREATE INDEX notes_of_appeal ON notes (appeal, id);

CREATE TABLE feedback (
    id uuid PRIMARY KEY,
    appeal uuid NOT NULL,
    created_at timestamptz NOT NULL,
    score smallint NOT NULL,
    text varchar,
    by_person uuid,
    closing smallint NOT NULL,
    organisation varchar NOT NULL,
    region varchar NOT NULL,
    topic varchar NOT NULL,
    UNIQUE (appeal, closing, by_person)
);

CREATE TABLE tracking_code_renewals (
    id uuid PRIMARY KEY,
    appeal uuid NOT NULL,
    renewed_at timestamptz NOT NULL,
    by_person uuid NOT NULL,
    by_organisation varchar NOT NULL
);
CREATE INDEX tracking_code_renewals_of_appeal ON tracking_code_renewals (appeal, id);

CREATE TABLE attended_views (
    id uuid PRIMARY KEY,
    appeal uuid NOT NULL,
    viewed_at timestamptz NOT NULL,
    by_person uuid NOT NULL,
    by_organisation varchar NOT NULL,
    applicant smallint NOT NULL,
    reason varchar NOT NULL
);
CREATE INDEX attended_views_of_appeal ON attended_views (appeal, id);

CREATE TABLE corrections (
    command uuid PRIMARY KEY,
    appeal uuid NOT NULL,
    position smallint,
    changes jsonb NOT NULL,
    former_values jsonb,
    corrected_at timestamptz NOT NULL,
    by_person uuid NOT NULL,
    by_organisation varchar NOT NULL
);
CREATE INDEX corrections_of_appeal ON corrections (appeal, corrected_at);

CREATE TABLE idempotency_keys (
    person uuid NOT NULL,
    key varchar NOT NULL,
    fingerprint bytea NOT NULL,
    accepted_at timestamptz NOT NULL DEFAULT now(),
    at timestamptz NOT NULL,
    response jsonb,
    PRIMARY KEY (person, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys USING brin (at);

-- Reference data

CREATE TABLE organisations (
    id varchar PRIMARY KEY,
    kind varchar NOT NULL,
    region varchar NOT NULL,
    titles jsonb NOT NULL,
    roles varchar[] NOT NULL,
    superior varchar NOT NULL,
    external boolean NOT NULL,
    imported boolean NOT NULL,
    active boolean NOT NULL
);

CREATE TABLE topics (
    id varchar PRIMARY KEY,
    theme varchar NOT NULL,
    titles jsonb NOT NULL,
    rule jsonb NOT NULL,
    imported boolean NOT NULL,
    active boolean NOT NULL
);

CREATE TABLE people (
    id uuid PRIMARY KEY,
    name varchar NOT NULL,
    organisation varchar NOT NULL REFERENCES organisations (id),
    role varchar NOT NULL,
    region varchar NOT NULL,
    token_digest bytea NOT NULL UNIQUE,
    active boolean NOT NULL,
    at timestamptz NOT NULL,
    office varchar
);
CREATE INDEX people_of_organisation ON people (organisation, role) WHERE active;
CREATE INDEX people_of_region ON people (region, role) WHERE active;

CREATE TABLE policies (
    version varchar PRIMARY KEY,
    digest bytea NOT NULL,
    document jsonb NOT NULL,
    recorded_at timestamptz NOT NULL
);

CREATE TABLE rulebooks (
    version varchar PRIMARY KEY,
    digest bytea NOT NULL,
    document jsonb NOT NULL,
    recorded_at timestamptz NOT NULL
);

CREATE TABLE calendars (
    version varchar PRIMARY KEY,
    digest bytea NOT NULL,
    document jsonb NOT NULL,
    recorded_at timestamptz NOT NULL,
    family varchar GENERATED ALWAYS AS (regexp_replace(version, '-[^-]*$', '')) STORED,
    base_version varchar UNIQUE REFERENCES calendars (version),
    change jsonb,
    changed_by jsonb
);

-- Personal receptions

CREATE TABLE receptions (
    id uuid PRIMARY KEY,
    organisation varchar NOT NULL REFERENCES organisations (id),
    receiver uuid NOT NULL REFERENCES people (id),
    begins timestamptz NOT NULL,
    ends timestamptz NOT NULL,
    place varchar NOT NULL,
    held boolean NOT NULL,
    cancelled boolean NOT NULL,
    approved_by uuid NOT NULL REFERENCES people (id),
    approved_at timestamptz NOT NULL
);
CREATE INDEX receptions_by_time ON receptions (begins, id);
CREATE INDEX receptions_of_organisation ON receptions (organisation, begins, id);
CREATE INDEX receptions_of_receiver ON receptions (receiver, begins);

CREATE TABLE reception_changes (
    id uuid PRIMARY KEY,
    reception uuid NOT NULL REFERENCES receptions (id),
    change varchar NOT NULL,
    at timestamptz NOT NULL,
    by_person uuid NOT NULL,
    begins timestamptz NOT NULL,
    ends timestamptz NOT NULL,
    place varchar NOT NULL,
    reason varchar
);
CREATE INDEX reception_changes_of_reception ON reception_changes (reception, id);

CREATE TABLE reception_visits (
    reception uuid NOT NULL REFERENCES receptions (id),
    number integer NOT NULL,
    booked_at timestamptz,
    received_at timestamptz,
    appeal uuid,
    resolved boolean,
    by_person uuid NOT NULL,
    PRIMARY KEY (reception, number)
);
CREATE INDEX reception_visits_of_appeal ON reception_visits (appeal) WHERE appeal IS NOT NULL;

-- The time ledger

CREATE TABLE time_ledger (
    appeal uuid NOT NULL,
    organisation varchar NOT NULL,
    seq integer NOT NULL,
    is_current boolean NOT NULL,
    elapsed interval NOT NULL,
    working interval NOT NULL,
    paused interval NOT NULL,
    idle interval NOT NULL,
    off_hours interval NOT NULL,
    late interval NOT NULL,
    extended_by interval NOT NULL,
    missed_statute_clocks integer NOT NULL,
    missed_step_clocks integer NOT NULL,
    owner varchar,
    since timestamptz,
    late_from timestamptz,
    is_urgent boolean,
    PRIMARY KEY (appeal, organisation)
) WITH (fillfactor = 85);
CREATE INDEX time_ledger_by_organisation ON time_ledger (organisation, appeal);

CREATE TABLE time_ledger_backlog (
    appeal uuid PRIMARY KEY,
    seq integer NOT NULL,
    closed boolean NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX time_ledger_backlog_closed ON time_ledger_backlog (appeal) WHERE closed;

-- The installation

CREATE TABLE installation (
    id smallint PRIMARY KEY CHECK (id = 1),
    command_key bytea NOT NULL
);
INSERT INTO installation
VALUES (1, decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));
