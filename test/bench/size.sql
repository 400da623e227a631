-- What an account takes on PostgreSQL, indexes and all: fills a database that is for nothing else, and that the service
-- was started on once, with 100 000 accounts, and prints bytes by table.
--
--   psql "$DATABASE_URL" --file test/bench/size.sql
--
-- Each has an address, a seat, a network that it is known from, five sessions that were refreshed once, and eleven
-- events on record. Ids come in the order of time and digests at random, as the service makes them.
\set ON_ERROR_STOP on
\set now 1763769600000
\set agent '\'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36\''

CREATE FUNCTION pg_temp.id(place bigint) RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT left(time, 8) || '-' || right(time, 4) || '-7' || left(noise, 3) || '-8' || substr(noise, 4, 3) || '-' || right(noise, 12)
  FROM (SELECT lpad(to_hex(1763769600000 + place), 12, '0') AS time, md5(random()::text) AS noise) parts $$;
CREATE FUNCTION pg_temp.digest() RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT rtrim(encode(sha256(random()::text::bytea), 'base64'), '=') $$;

CREATE TEMP TABLE people AS
  SELECT place, pg_temp.id(place) AS id, 'person.' || place || '@example.com' AS email FROM generate_series(1, 100000) place;
CREATE TEMP TABLE visits AS
  SELECT pg_temp.id(visit * 100000 + place) AS id, people.id AS user_id, visit, place
  FROM generate_series(1, 5) visit, people;

INSERT INTO users (id, email, password_hash, role, user_metadata, app_metadata, email_confirmed_at, last_sign_in_at, created_at, updated_at)
  SELECT id, email, '$hmac-sha256-bcrypt$$2b$12$' || left(pg_temp.digest() || pg_temp.digest(), 53), 'user', '{}', '{}',
    :now + place, :now + place, :now + place, :now + place FROM people;
INSERT INTO user_identifiers (key, kind, user_id) SELECT email, 'email', id FROM people;
INSERT INTO memberships (organization_id, user_id, role, joined_at, status)
  SELECT (SELECT id FROM organizations LIMIT 1), id, 'member', :now + place, 'active' FROM people;
INSERT INTO known_networks (digest, user_id, last_seen_at) SELECT pg_temp.digest(), id, :now + place FROM people;
INSERT INTO sessions (id, user_id, origin, address, user_agent, refresh_digest, created_at, last_used_at, idle_expires_at, expires_at)
  SELECT id, user_id, 'cadenza', '203.0.113.' || place % 256, :agent, pg_temp.digest(),
    :now + place, :now + place, :now + place, :now + place FROM visits;
UPDATE sessions SET spent_refresh_digest = refresh_digest, refresh_digest = pg_temp.digest(),
  successor_salt = left(pg_temp.digest(), 22), refreshed_at = created_at + 1;
INSERT INTO audit_events (kind, account_id, at, sequence, id, actor, session_id, origin, address, request_id, details, previous_hash, hash)
  SELECT kind, user_id, :now + number, 1000 + number, pg_temp.id(number), user_id, session_id, 'cadenza', '203.0.113.7',
    pg_temp.id(number), '{}', pg_temp.digest(), pg_temp.digest()
  FROM (SELECT row_number() OVER () AS number, * FROM (
    SELECT 'sign_up' AS kind, id AS user_id, NULL AS session_id FROM people
    UNION ALL SELECT 'sign_in.succeeded', user_id, id FROM visits
    UNION ALL SELECT 'session.refreshed', user_id, id FROM visits) happened) numbered;
-- Rows that were replaced take room until a vacuum gives it to others: that comes on top.
VACUUM (FULL, ANALYZE) sessions;
ANALYZE;

SELECT relname AS "table", reltuples::bigint AS rows, pg_table_size(oid) / reltuples::bigint AS "row",
  pg_indexes_size(oid) / reltuples::bigint AS "its indexes", pg_total_relation_size(oid) / 100000 AS "for each account"
FROM pg_class WHERE relkind = 'r' AND relname IN
  ('users', 'user_identifiers', 'memberships', 'known_networks', 'sessions', 'audit_events')
ORDER BY pg_total_relation_size(oid);
