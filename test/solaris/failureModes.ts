import { accessModes } from "./failureModes/accessModes";
import { configurationModes } from "./failureModes/configurationModes";
import { hostModes } from "./failureModes/hostModes";
import { interruptedModes } from "./failureModes/interruptedModes";
import type { FailureMode } from "./failureModes/scene";
import { storageModes } from "./failureModes/storageModes";
import { zoneModes } from "./failureModes/zoneModes";

export type { FailureMode, FailureScene, MoveSettings, Prepare, Standings } from "./failureModes/scene";
export { plainMove, type PlainCommand } from "./failureModes/scene";

/** The 54 failures of solaris-facts section 10, by number: `failureModes[3].number` is 4. */
export const failureModes: readonly FailureMode[] = [
    ...zoneModes,
    ...configurationModes,
    ...storageModes,
    ...hostModes,
    ...accessModes,
    ...interruptedModes,
].sort((left, right) => left.number - right.number);
