SELECT height AS key,
       'table ' || CASE WHEN is_data_item THEN 'stable_data_item_tags' ELSE 'stable_transaction_tags' END || ', row '
       || lower(hex(id)) || ', tag ' || coalesce(tag_index::VARCHAR, 'NULL') AS example
FROM "output tags"
WHERE is_missing
