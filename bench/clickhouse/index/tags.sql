-- The joins run inside SQLite, by its indexes: the fastest way for few rows.
SELECT height, id, tag_index, indexed_at, tag_name, tag_value, is_data_item
FROM (
    SELECT height, id, tag_index, indexed_at, tag_name, tag_value, false AS is_data_item
    FROM sqlite({core}, query('
        SELECT r.height, r.id, t.transaction_tag_index AS tag_index, r.indexed_at, n.name AS tag_name,
               v.value AS tag_value
        FROM stable_transactions r
        CROSS JOIN stable_transaction_tags t ON t.transaction_id = r.id
        LEFT JOIN tag_names n ON n.hash = t.tag_name_hash
        LEFT JOIN tag_values v ON v.hash = t.tag_value_hash
        WHERE r.height BETWEEN {first} AND {last}'))
    UNION ALL
    SELECT height, id, tag_index, indexed_at, tag_name, tag_value, true
    FROM sqlite({bundles}, query('
        SELECT r.height, r.id, t.data_item_tag_index AS tag_index, r.indexed_at, n.name AS tag_name,
               v.value AS tag_value
        FROM stable_data_items r
        CROSS JOIN stable_data_item_tags t ON t.data_item_id = r.id
        LEFT JOIN tag_names n ON n.hash = t.tag_name_hash
        LEFT JOIN tag_values v ON v.hash = t.tag_value_hash
        WHERE r.height BETWEEN {first} AND {last}'))
)
ORDER BY height, id, tag_index
