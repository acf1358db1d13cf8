-- owner: keys of up to 64 bytes only; RSA keys are too large to repeat on each row.
SELECT t.id, t.indexed_at, t.block_transaction_index, false AS is_data_item, t.target, t.quantity, t.reward,
       t.last_tx AS anchor, t.data_size, t.content_type, t.format, t.height, t.owner_address, t.data_root,
       NULL AS parent, t."offset", NULL AS size, NULL AS data_offset, NULL AS owner_offset, NULL AS owner_size,
       w.public_modulus AS owner, NULL AS signature_offset, NULL AS signature_size, NULL AS signature_type,
       t.id AS root_transaction_id, NULL AS root_parent_offset, t.tag_count, t.content_encoding, t.signature
FROM l1_transactions t
LEFT JOIN l1_wallets w ON w.address = t.owner_address AND octet_length(w.public_modulus) <= 64
WHERE (SELECT "includeL1Transactions" FROM options) = 'true'
UNION ALL
SELECT i.id, i.indexed_at, i.block_transaction_index, true, i.target, NULL, NULL,
       i.anchor, i.data_size, i.content_type, NULL, i.height, i.owner_address, NULL,
       i.parent_id, i."offset", i.size, i.data_offset, i.owner_offset, i.owner_size,
       w.public_modulus, i.signature_offset, i.signature_size, i.signature_type,
       i.root_transaction_id, i.root_parent_offset, i.tag_count, i.content_encoding, i.signature
FROM data_items i
LEFT JOIN item_wallets w ON w.address = i.owner_address AND octet_length(w.public_modulus) <= 64
