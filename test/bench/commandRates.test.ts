import { existsSync } from "node:fs";
import { describeSshd } from "../openssh/describeSshd";
import { type Load, measureCommandRates } from "./commandRates";
import { clientEach, controlMaster, type Login, type OpenWay, pool, sshEach, type Way } from "./commandWays";

describeSshd("the measurement of commands on an OpenSSH server", () => {
    it("runs them in each way, round for round, and leaves nothing behind", async () => {
        const directories: string[] = [];
        const watched = (way: Way): Way => ({
            ...way,
            open: (login: Login): Promise<OpenWay> => {
                directories.push(login.directory);
                return way.open(login);
            },
        });
        const loads: Load[] = [
            ...[pool, controlMaster].map((way) => ({ way: watched(way), atOnce: 2, count: 3, warm: true })),
            ...[sshEach, clientEach].map((way) => ({ way: watched(way), atOnce: 2, count: 3, warm: false })),
        ];
        const samples = await measureCommandRates([2], 2, () => loads);
        expect(samples.map(({ way, wallMs }) => [way.name, wallMs.length])).toEqual([
            ["pool", 2],
            ["ControlMaster", 2],
            ["ssh, a connection each", 2],
            ["ssh2, a client each", 2],
        ]);
        expect(directories).toHaveLength(8);
        expect(directories.filter((directory) => existsSync(directory))).toEqual([]);
    });

    it("refuses figures of a way that makes more connections than it says", async () => {
        const loads = [{ way: { ...sshEach, shares: true }, atOnce: 2, count: 2, warm: false }];
        await expect(measureCommandRates([0], 1, () => loads)).rejects.toThrow("2 connections instead of 1");
    });
});
