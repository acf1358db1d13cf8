-- owner: the wallet's key where it has at most 64 bytes
SELECT t.id, t.indexed_at, t.block_transaction_index, 0 AS is_data_item, t.target, t.quantity, t.reward,
       t.last_tx AS anchor, t.data_size, t.content_type, t.format, t.height, t.owner_address, t.data_root,
       NULL AS parent, t.offset, NULL AS size, NULL AS data_offset, NULL AS owner_offset, NULL AS owner_size,
       (SELECT public_modulus FROM core.wallets w
        WHERE w.address = t.owner_address AND length(w.public_modulus) <= 64) AS owner,
       NULL AS signature_offset, NULL AS signature_size, NULL AS signature_type, t.id AS root_transaction_id,
       NULL AS root_parent_offset, t.tag_count, t.content_encoding
FROM core.stable_transactions t
WHERE t.height BETWEEN :first AND :last AND :layer1
UNION ALL
SELECT i.id, i.indexed_at, i.block_transaction_index, 1, i.target, NULL, NULL,
       i.anchor, i.data_size, i.content_type, NULL, i.height, i.owner_address, NULL,
       i.parent_id, i.offset, i.size, i.data_offset, i.owner_offset, i.owner_size,
       (SELECT public_modulus FROM bundles.wallets w
        WHERE w.address = i.owner_address AND length(w.public_modulus) <= 64),
       i.signature_offset, i.signature_size, i.signature_type, i.root_transaction_id,
       i.root_parent_offset, i.tag_count, i.content_encoding
FROM bundles.stable_data_items i
WHERE i.height BETWEEN :first AND :last
