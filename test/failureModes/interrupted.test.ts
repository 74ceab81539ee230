import { interruptedStories } from "./interruptedStories";
import { describeStories } from "./tell";

describeStories("what happens in the middle of a migration and after it", interruptedStories);
