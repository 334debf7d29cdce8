-- For each word of a search that is in no name: the word of a name it is most like, if there is one.
SELECT
  w.place,
  likest.name
FROM unnest(cast(:words AS text[]), cast(:patterns AS text[])) WITH ORDINALITY AS w (word, pattern, place)
LEFT JOIN
  LATERAL (
    SELECT part.name
    FROM published.search_name AS n
    CROSS JOIN
      LATERAL unnest(
        regexp_split_to_array(n.name, '[\s,./()-]+'), regexp_split_to_array(n.folded, '[\s,./()-]+')
      ) AS part (name, folded)
    WHERE n.kind <> 'parcel' AND similarity(part.folded, w.word) >= cast(:likeness AS real)
    ORDER BY similarity(part.folded, w.word) DESC, part.name
    LIMIT 1
  ) AS likest
  ON
    NOT EXISTS (
      SELECT 1 FROM published.search_name AS n
      WHERE n.folded LIKE w.pattern
    )
ORDER BY w.place
