import { failureModes } from "../solaris/failureModes";
import { accessStories } from "./accessStories";
import { configurationStories } from "./configurationStories";
import { hostStories } from "./hostStories";
import { interruptedStories } from "./interruptedStories";
import { storageStories } from "./storageStories";
import { zoneStories } from "./zoneStories";

const stories = [
    ...zoneStories,
    ...configurationStories,
    ...storageStories,
    ...hostStories,
    ...accessStories,
    ...interruptedStories,
];

it("tells a story of each of the 54 failures and of each way into it", () => {
    const ways = failureModes.flatMap(({ number, variants }) => [
        String(number),
        ...Object.keys(variants).map((variant) => `${number}: ${variant}`),
    ]);
    const told = stories.map(({ number, variant }) =>
        variant === undefined ? String(number) : `${number}: ${variant}`,
    );
    // #26 with no privileges at all is a matter of the inventory: variations.test.ts.
    expect(told.sort()).toEqual(ways.filter((way) => way !== "26: nothing gives it privileges").sort());
});
