import { argvOf } from "../../../provider/solaris/tool";
import { bootZone, shutdownZone, suspendZone } from "../../../provider/solaris/zoneadmLifecycle";

describe("the calls that boot and stop a zone", () => {
    it.each([
        [bootZone("kzone1"), "boot"],
        [suspendZone("kzone1"), "suspend"],
        [shutdownZone("kzone1"), "shutdown"],
    ])("%# need rights, change something, and have no option that forces or throws away", (call, verb) => {
        expect(argvOf(call, "pfexec")).toEqual(["/usr/bin/pfexec", "/usr/sbin/zoneadm", "-z", "kzone1", verb]);
        expect(call).toMatchObject({ name: `zoneadm ${verb}`, reads: false, privileged: true });
        expect(call.timeoutMs).toBeGreaterThanOrEqual(60_000);
    });

    it("give a guest that comes up minutes for it", () => {
        expect(bootZone("kzone1").timeoutMs).toBeGreaterThanOrEqual(10 * 60_000);
    });
});
