-- A tag belongs to the row that its id names, whatever height it says itself. CROSS JOIN fixes the order: rows by height
-- first, then the tags of each by id.
SELECT r.height, r.id, t.transaction_tag_index AS tag_index, r.indexed_at, n.name AS tag_name, v.value AS tag_value,
       0 AS is_data_item
FROM l1_transactions r
CROSS JOIN l1_tags t ON t.transaction_id = r.id
LEFT JOIN l1_tag_names n ON n.hash = t.tag_name_hash
LEFT JOIN l1_tag_values v ON v.hash = t.tag_value_hash
WHERE r.height BETWEEN ?1 AND ?2
