SELECT height AS key,
       'table ' || CASE WHEN is_data_item THEN 'stable_data_item_tags' ELSE 'stable_transaction_tags' END || ', row '
       || lower(hex(id)) || ': height ' || coalesce(own_height::VARCHAR, 'NULL') || ', the row''s ' || height AS example
FROM "output tags"
WHERE own_height IS DISTINCT FROM height
