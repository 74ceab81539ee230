import { storageStories } from "./storageStories";
import { describeStories } from "./tell";

describeStories("storage and host data", storageStories);
