-- What the public may do with enquiries: send one, and open a shortlist that was sent. Neither tells
-- anything of another one, and nothing here can be read.

-- Take an enquiry in; returns its reference. The same sent again within a day is the one that is here
-- already. NULL when `most` came today: then nothing is kept. Raises 22023 for values out of bounds.
CREATE FUNCTION published.receive_enquiry(
  reference text,
  lang text,
  sender jsonb,
  asked jsonb,
  sites text[],
  fits boolean,
  digest bytea,
  most integer
) RETURNS text
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path TO pg_catalog, pg_temp
SET timezone TO 'Europe/Oslo'
AS $$
#variable_conflict use_variable
DECLARE
  -- Nothing that is read as something else: 0 and O, 1 and I.
  pattern constant text := '^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$';
  kept jsonb := coalesce(areal.requirement_values(asked), '{}');
  known text[];
  names text[];
  places text[];
  whole text;
  id bigint;
  before text;
BEGIN
  IF reference !~ pattern OR kept IS DISTINCT FROM asked OR length(kept::text) > 2000
    OR octet_length(digest) <> 32 OR cardinality(sites) > 20 THEN
    RAISE invalid_parameter_value USING MESSAGE = 'not an enquiry';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(encode(digest, 'hex'), 13));
  SELECT e.reference INTO before
  FROM areal.enquiry_person AS p
  INNER JOIN areal.enquiry AS e ON p.enquiry_id = e.enquiry_id
  WHERE p.digest = digest AND e.received_at > now() - interval '1 day'
  LIMIT 1;
  IF before IS NOT NULL THEN
    RETURN before;
  END IF;
  IF (SELECT count(*) FROM areal.enquiry AS e WHERE e.received_at >= current_date)
    >= least(most, 10000) THEN
    RETURN NULL;
  END IF;

  SELECT array_agg(s.slug ORDER BY g.place), array_agg(s.name ORDER BY g.place)
  INTO known, names
  FROM unnest(sites) WITH ORDINALITY AS g (slug, place)
  INNER JOIN areal.site AS s ON g.slug = s.slug AND s.published;
  -- Where the sites are, else where land was sought, else anywhere.
  SELECT array_agg(DISTINCT s.kommunenummer) INTO places
  FROM areal.site AS s WHERE s.slug = ANY(known);
  IF places IS NULL THEN
    places := ARRAY(SELECT jsonb_array_elements_text(kept -> 'kommune'));
  END IF;
  SELECT coalesce(min(k.region_id), (SELECT min(r.region_id) FROM areal.region AS r)) INTO whole
  FROM areal.kommune AS k WHERE k.kommunenummer = ANY(places);

  INSERT INTO areal.enquiry
    (reference, lang, kommunenummer, region_id, site_slugs, site_names, asked, fits)
  VALUES (
    reference, lang, CASE WHEN cardinality(places) = 1 THEN places[1] END, whole,
    coalesce(known, '{}'), coalesce(names, '{}'), kept, fits
  )
  RETURNING enquiry_id INTO id;
  INSERT INTO areal.enquiry_person
    (enquiry_id, name, organisation, email, phone, message, words, digest)
  VALUES (
    id, sender ->> 'name', coalesce(sender ->> 'organisation', ''), sender ->> 'email',
    coalesce(sender ->> 'phone', ''), coalesce(sender ->> 'message', ''),
    coalesce(sender ->> 'words', ''), digest
  );
  RETURN reference;
END
$$;

-- Open a shortlist that was sent, and count that it was. Returns what to show, or when it ended;
-- nothing for an address that never was.
CREATE FUNCTION published.open_shortlist(opened text, counts boolean)
RETURNS TABLE (slugs text[], title text, expires_at timestamptz, ended boolean)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path TO pg_catalog, pg_temp
AS $$
BEGIN
  IF counts THEN
    UPDATE areal.shortlist_sent AS s SET views = s.views + 1
    WHERE s.token = opened AND s.withdrawn_at IS NULL AND s.expires_at > now();
  END IF;
  RETURN QUERY
  SELECT
    CASE WHEN live.is THEN s.slugs ELSE '{}' END,
    CASE WHEN live.is THEN s.title ELSE '' END,
    s.expires_at,
    NOT live.is
  FROM areal.shortlist_sent AS s
  CROSS JOIN LATERAL (SELECT s.withdrawn_at IS NULL AND s.expires_at > now()) AS live ("is")
  WHERE s.token = opened;
END
$$;

-- Add to the counts of today: [{"slug", "what", "reason", "count"}]. Sites that are not published are
-- left out, and so is anything that is no short code. Returns how many lines were kept.
CREATE FUNCTION published.count_sites(counts jsonb) RETURNS integer
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path TO pg_catalog, pg_temp
SET timezone TO 'Europe/Oslo'
AS $$
DECLARE
  kept integer;
BEGIN
  INSERT INTO areal.site_count AS c (day, slug, what, reason, kommunenummer, count)
  SELECT
    current_date,
    s.slug,
    g.what,
    g.reason,
    s.kommunenummer,
    sum(g.count)
  FROM jsonb_to_recordset(counts) AS g (slug text, what text, reason text, count integer)
  INNER JOIN areal.site AS s ON g.slug = s.slug AND s.published
  WHERE
    g.what IN ('shown', 'opened', 'listed', 'filtered')
    AND g.reason ~ '^[a-z_]{0,20}$'
    AND g.count BETWEEN 1 AND 100000
  GROUP BY s.slug, g.what, g.reason, s.kommunenummer
  -- One order for all who count at once.
  ORDER BY s.slug, g.what, g.reason
  ON CONFLICT (day, slug, what, reason) DO UPDATE SET count = c.count + excluded.count;
  GET DIAGNOSTICS kept = ROW_COUNT;
  RETURN kept;
END
$$;

REVOKE EXECUTE ON FUNCTION
published.receive_enquiry(text, text, jsonb, jsonb, text[], boolean, bytea, integer),
published.open_shortlist(text, boolean),
published.count_sites(jsonb)
FROM public;
GRANT EXECUTE ON FUNCTION
published.receive_enquiry(text, text, jsonb, jsonb, text[], boolean, bytea, integer),
published.open_shortlist(text, boolean),
published.count_sites(jsonb)
TO areal_public, areal_app;
