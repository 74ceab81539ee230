import { Inventory } from "../../../../../provider/transport/inventory/inventory";
import { ConnectionPool } from "../../../../../provider/transport/pool/pool";

// Runs one command on a host and then has nothing more to do. It closes nothing and does not call process.exit;
// the connection, which would be kept for a minute, must not keep it.
async function main(): Promise<void> {
    const pool = new ConnectionPool(Inventory.parse(process.env["TEST_HOSTS"], { sshConfig: "none" }), {
        idleMs: 60_000,
    });
    const result = await pool.run("global1", { name: "hostid", argv: ["/usr/bin/hostid"], timeoutMs: 60_000 });
    process.stdout.write(`${result.kind} ${result.stdout.trim()}\n`);
}

void main();
