-- The kommuner in the order of the Norwegian alphabet, Å last.
SELECT k.kommunenummer
FROM published.kommune AS k
ORDER BY k.name COLLATE "nb-x-icu", k.kommunenummer  -- noqa: RF03,RF05
