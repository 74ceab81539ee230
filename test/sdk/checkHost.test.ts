import { checkHost } from "../../sdk";
import { mockEngine } from "./mocks";

it.each([true, false])("under mocks contacts no host and has no rows (preview: %s)", async (preview) => {
    await mockEngine(preview);
    expect(await checkHost("global1", { targets: ["global2"], onFailure: "fail" })).toEqual({
        host: "global1",
        rows: [],
    });
});
