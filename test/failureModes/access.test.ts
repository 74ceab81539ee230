import { accessStories } from "./accessStories";
import { describeStories } from "./tell";

describeStories("the way to the target, rights and language", accessStories);
