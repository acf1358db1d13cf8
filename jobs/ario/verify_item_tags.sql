-- As verify_l1_tags.sql.
SELECT r.height, r.id, t.data_item_tag_index AS tag_index, r.indexed_at, n.name AS tag_name, v.value AS tag_value,
       1 AS is_data_item
FROM data_items r
CROSS JOIN item_tags t ON t.data_item_id = r.id
LEFT JOIN item_tag_names n ON n.hash = t.tag_name_hash
LEFT JOIN item_tag_values v ON v.hash = t.tag_value_hash
WHERE r.height BETWEEN ?1 AND ?2
