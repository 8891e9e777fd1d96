"""The finder of changes is tried with what it must find and what it must leave alone."""

from source import Source
from statements import all_changes

EXAMPLE = '''
/// Compares a < b and removes nothing: true.
func settle(_ bill: Bill) throws -> Int {
    // if a == b { return 1 }
    guard bill.isOpen else { return 0 }
    let name = "1 < 2 && true"
    try store.save(
        bill, at: 7)
    if bill.late, bill.fee > 3 { throw Late() }
    try tx.execute("CREATE INDEX bills_age ON bills (age)")
    let oldest = try tx.rows("SELECT id FROM bills ORDER BY age DESC")
    return try tx.rows(
        """
        UPDATE bills SET paid_at = :now, note = :note
        WHERE id = :id AND paid_at IS NULL
        """, ["id": bill.id]).filter { $0.isMine }.count
}
'''
WANTED = [
    ("guard removed", "guard bill.isOpen else { return 0 } → (removed)"),
    ("negation", "guard bill.isOpen else { return 0 } → guard !(bill.isOpen) else { return 0 }"),
    ("statement removed", "try store.save( bill, at: 7) → (removed)"),
    ("constant", "bill, at: 7) → bill, at: 8)"),
    ("constant", "bill, at: 7) → bill, at: 6)"),
    ("comparison", "if bill.late, bill.fee > 3 { throw Late() } → if bill.late, bill.fee >= 3 { throw Late() }"),
    ("guard removed", "if bill.late, bill.fee > 3 { throw Late() } → if bill.late { throw Late() }"),
    ("word of SQL", "UPDATE bills SET paid_at = :now, note = :note → UPDATE bills SET note = :note"),
    ("word of SQL", "UPDATE bills SET paid_at = :now, note = :note → UPDATE bills SET paid_at = :now"),
    ("word of SQL", "WHERE id = :id AND paid_at IS NULL → WHERE id = :id AND paid_at IS NOT NULL"),
    ("wrong rows", "WHERE id = :id AND paid_at IS NULL → WHERE (id = :id OR 1 = 1) AND paid_at IS NULL"),
    ("wrong rows", "WHERE id = :id AND paid_at IS NULL → WHERE id = :id AND (paid_at IS NULL OR 1 = 1)"),
    ("word of SQL", 'let oldest = try tx.rows("SELECT id FROM bills ORDER BY age DESC") → let oldest = try tx.rows("SELECT id FROM bills ORDER BY age")'),
    ("wrong rows", '""", ["id": bill.id]).filter { $0.isMine }.count → """, ["id": bill.id]).count'),
]


def prove_oneself():
    found = [(change.kind, str(change)) for change in all_changes(Source("Example.swift", EXAMPLE))]
    for wanted in WANTED:
        assert wanted in found, f"mutate should find: {wanted}\nit finds:\n" + "\n".join(map(str, found))
    for _, change in found:
        assert "Compares" not in change and "a == b" not in change and "let name" not in change, f"this is no code: {change}"
        assert "ON (bills (age)" not in change and "DESC DESC" not in change, f"the database would refuse this: {change}"
    assert len(found) == len(set(found)), "mutate finds a change twice"
