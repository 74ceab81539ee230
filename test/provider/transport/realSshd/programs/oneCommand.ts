import { SolarisError } from "../../../../../provider/errors/solarisError";
import { Inventory } from "../../../../../provider/transport/inventory/inventory";
import { ConnectionPool } from "../../../../../provider/transport/pool/pool";

// Runs one command and then has nothing more to do; it never calls process.exit. The connection would be kept for a
// minute, and must not keep the process for so long.
async function main(): Promise<void> {
    const inventory = Inventory.parse(process.env["TEST_HOSTS"], { sshConfig: "none" });
    const pool = new ConnectionPool(inventory, { idleMs: 60_000 });
    try {
        const { kind } = await pool.run("global1", { name: "true", argv: ["/bin/true"], timeoutMs: 60_000 });
        process.stdout.write(kind);
    } catch (error) {
        process.stdout.write(SolarisError.isInstance(error) ? error.code : String(error));
    }
    if (process.env["TEST_CLOSE"] === "yes") {
        await pool.close();
    }
}

void main();
