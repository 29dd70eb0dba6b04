-- Whoever imports bookings divides them into shares, for example by the hash of the key.
CREATE TABLE IF NOT EXISTS arrival_share (
  id VARCHAR(100) PRIMARY KEY,
  done BOOLEAN DEFAULT FALSE NOT NULL,
  -- the worker that has the share until then, unless it renews the lease
  worker VARCHAR(200),
  leased_until TIMESTAMP WITH TIME ZONE DEFAULT TIMESTAMP WITH TIME ZONE '2000-01-01 00:00:00+00' NOT NULL
);

CREATE TABLE IF NOT EXISTS arrival_booking (
  access_grant_key VARCHAR(200) PRIMARY KEY,
  share_id VARCHAR(100) NOT NULL REFERENCES arrival_share,
  guest VARCHAR(200) NOT NULL,
  acs_entrance_id VARCHAR(100) NOT NULL,
  starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ends_at TIMESTAMP WITH TIME ZONE NOT NULL
);

CREATE INDEX IF NOT EXISTS arrival_booking_of_share ON arrival_booking (share_id, access_grant_key);

-- A link opens a door: whoever may read this table can enter.
CREATE TABLE IF NOT EXISTS arrival_result (
  access_grant_key VARCHAR(200) PRIMARY KEY REFERENCES arrival_booking,
  outcome VARCHAR(20) NOT NULL,
  link VARCHAR(2000),
  reason VARCHAR(4000)
);
