/** With what any act on the registry may be refused, beside its own refusals. */
export const registryRefusals = [
  'invalid_request',
  'malformed_json',
  'forbidden',
  'idempotency_key_reused',
  'audit_behind',
  'worker_unavailable',
  'temporal_unavailable',
] as const;
