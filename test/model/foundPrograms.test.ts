import { violationsOf } from "./campaign";
import { foundPrograms } from "./foundPrograms";

test.each(foundPrograms)("$name", async ({ program }) => {
    await expect(violationsOf(program)).resolves.toEqual([]);
});
