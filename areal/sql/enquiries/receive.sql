SELECT published.receive_enquiry(
  :reference,
  :lang,
  cast(:sender AS jsonb),
  cast(:asked AS jsonb),
  cast(:sites AS text[]),
  cast(:fits AS boolean),
  cast(:digest AS bytea),
  cast(:most AS integer)
)
