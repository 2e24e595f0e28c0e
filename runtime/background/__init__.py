"""Background loops of a worker: outbox dispatcher, reconciler, calendar rollout and time ledger."""
