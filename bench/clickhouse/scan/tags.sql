SELECT height, id, tag_index, indexed_at, tag_name, tag_value, is_data_item
FROM (
    SELECT r.height AS height, r.id AS id, t.transaction_tag_index AS tag_index, r.indexed_at AS indexed_at,
           n.name AS tag_name, v.value AS tag_value, false AS is_data_item
    FROM sqlite({core}, 'stable_transaction_tags') AS t
    JOIN (SELECT id, height, indexed_at FROM sqlite({core}, 'stable_transactions') WHERE {heights}) AS r
        ON r.id = t.transaction_id
    LEFT ANY JOIN sqlite({core}, 'tag_names') AS n ON n.hash = t.tag_name_hash
    LEFT ANY JOIN sqlite({core}, 'tag_values') AS v ON v.hash = t.tag_value_hash
    UNION ALL
    SELECT r.height, r.id, t.data_item_tag_index, r.indexed_at, n.name, v.value, true
    FROM sqlite({bundles}, 'stable_data_item_tags') AS t
    JOIN (SELECT id, height, indexed_at FROM sqlite({bundles}, 'stable_data_items') WHERE {heights}) AS r
        ON r.id = t.data_item_id
    LEFT ANY JOIN sqlite({bundles}, 'tag_names') AS n ON n.hash = t.tag_name_hash
    LEFT ANY JOIN sqlite({bundles}, 'tag_values') AS v ON v.hash = t.tag_value_hash
)
ORDER BY height, id, tag_index
