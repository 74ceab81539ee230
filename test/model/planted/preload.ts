import { plant } from "./plant";

// Loaded before everything else by a worker that is to run with a planted defect; see runWorker.ts.
const name = process.env["MODEL_PLANTED"];
if (name !== undefined) {
    plant(name);
}
