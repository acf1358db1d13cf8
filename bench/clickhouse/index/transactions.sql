-- The joins run inside SQLite, by its indexes: the fastest way for few rows.
SELECT id, indexed_at, block_transaction_index, is_data_item, target, quantity, reward, anchor, data_size, content_type,
       format, height, owner_address, data_root, parent, offset, size, data_offset, owner_offset, owner_size, owner,
       signature_offset, signature_size, signature_type, root_transaction_id, root_parent_offset, tag_count,
       content_encoding
FROM (
    SELECT t.id AS id, t.indexed_at AS indexed_at, t.block_transaction_index AS block_transaction_index,
           false AS is_data_item, t.target AS target, toDecimal128(t.quantity, 0)::Nullable(Decimal(20, 0)) AS quantity,
           toDecimal128(t.reward, 0)::Nullable(Decimal(20, 0)) AS reward, t.last_tx AS anchor, t.data_size AS data_size,
           t.content_type AS content_type, t.format::Nullable(Int32) AS format, t.height AS height,
           t.owner_address AS owner_address, t.data_root AS data_root, NULL::Nullable(String) AS parent,
           t.offset AS offset, NULL::Nullable(Int64) AS size, NULL::Nullable(Int64) AS data_offset,
           NULL::Nullable(Int64) AS owner_offset, NULL::Nullable(Int64) AS owner_size, t.public_modulus AS owner,
           NULL::Nullable(Int64) AS signature_offset, NULL::Nullable(Int64) AS signature_size,
           NULL::Nullable(Int32) AS signature_type, t.id AS root_transaction_id,
           NULL::Nullable(Int64) AS root_parent_offset, t.tag_count AS tag_count, t.content_encoding AS content_encoding
    FROM sqlite({core}, query('
        SELECT t.id, t.indexed_at, t.block_transaction_index, t.target, t.quantity, t.reward, t.last_tx, t.data_size,
               t.content_type, t.format, t.height, t.owner_address, t.data_root, t.offset, t.tag_count,
               t.content_encoding, w.public_modulus
        FROM stable_transactions t
        LEFT JOIN wallets w ON w.address = t.owner_address AND length(w.public_modulus) <= 64
        WHERE t.height BETWEEN {first} AND {last}')) AS t
    UNION ALL
    SELECT i.id, i.indexed_at, i.block_transaction_index, true, i.target, NULL, NULL, i.anchor, i.data_size,
           i.content_type, NULL, i.height, i.owner_address, NULL, i.parent_id, i.offset, i.size, i.data_offset,
           i.owner_offset, i.owner_size, i.public_modulus, i.signature_offset, i.signature_size, i.signature_type,
           i.root_transaction_id, i.root_parent_offset, i.tag_count, i.content_encoding
    FROM sqlite({bundles}, query('
        SELECT i.id, i.indexed_at, i.block_transaction_index, i.target, i.anchor, i.data_size, i.content_type, i.height,
               i.owner_address, i.parent_id, i.offset, i.size, i.data_offset, i.owner_offset, i.owner_size,
               i.signature_offset, i.signature_size, i.signature_type, i.root_transaction_id, i.root_parent_offset,
               i.tag_count, i.content_encoding, w.public_modulus
        FROM stable_data_items i
        LEFT JOIN wallets w ON w.address = i.owner_address AND length(w.public_modulus) <= 64
        WHERE i.height BETWEEN {first} AND {last}')) AS i
)
ORDER BY height, id
