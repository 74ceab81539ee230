import { hostname, userInfo } from "node:os";

/** Who runs Pulumi, and where, for whoever meets the migration under way: `user@machine`. */
export function requester(): string {
    return `${userName()}@${hostname()}`;
}

function userName(): string {
    try {
        return userInfo().username;
    } catch {
        // A user id without a name, as in many containers.
        return process.getuid === undefined ? "unknown" : `uid ${process.getuid()}`;
    }
}
