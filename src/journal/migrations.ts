/**
 * The journal's schema, one step a version: the file's `user_version` counts how many were done. Steps are never edited once released, only added.
 */
export const migrations: readonly string[] = [
  `
  create table deployment (
    name text primary key,
    uid text not null,
    cloud text not null,
    workload text not null,
    revision integer not null,
    created_at integer not null,
    changed_at integer not null
  ) strict;
  create table resource (
    position integer primary key autoincrement,
    deployment text not null references deployment (name) on delete cascade,
    key text not null,
    kind text not null,
    name text not null,
    state text not null,
    token text not null,
    native_id text,
    spec text not null,
    depends_on text not null,
    outputs text not null,
    changed_at integer not null,
    unique (deployment, key)
  ) strict;
  create table run (
    id text primary key,
    deployment text not null references deployment (name) on delete cascade,
    intent text not null,
    started_at integer not null,
    finished_at integer,
    result text
  ) strict;
  create index run_by_deployment on run (deployment, started_at);
  `,
  // What an older version made may hold data: it did not tell.
  `
  alter table resource add column holds_data integer not null default 0;
  update resource set holds_data = 1;
  `,
]
