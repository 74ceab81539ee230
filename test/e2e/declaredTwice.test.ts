import { describeEngine } from "../engine/describeEngine";
import { hostsWith, startScene } from "./support/zones";

describeEngine("two resources that are the same zone", () => {
    it("fail the preview, by both names", async () => {
        const scene = await startScene({
            hosts: hostsWith([{ name: "kz" }], []),
            zones: { first: { zoneName: "kz", host: "global1" }, second: { zoneName: "kz", host: "global1" } },
            adopted: false,
        });
        try {
            const preview = await scene.stack.preview();
            expect(preview.exitCode).not.toBe(0);
            const said = [...preview.messagesOf("first"), ...preview.messagesOf("second")].join("\n");
            expect(said).toMatch(
                /ZONE_DECLARED_TWICE: two resources of this program are the zone kz on global1: (?:first and second|second and first)/,
            );
        } finally {
            await scene.stop();
        }
    });
});
