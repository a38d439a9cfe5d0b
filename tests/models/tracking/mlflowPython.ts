export {python as mlflowPython, runPython, withoutPython as withoutMlflow} from "../../python.js";
