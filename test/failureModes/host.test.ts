import { hostStories } from "./hostStories";
import { describeStories } from "./tell";

describeStories("what the two hosts are", hostStories);
