import os from "node:os";
import { requester } from "../../../provider/migration/requester";

afterEach(() => {
    jest.restoreAllMocks();
});

describe("who asks for a move", () => {
    it("is the user and the machine, in one word without blanks", () => {
        expect(requester()).toBe(`${os.userInfo().username}@${os.hostname()}`);
        expect(requester()).toMatch(/^\S+@\S+$/);
    });
});
