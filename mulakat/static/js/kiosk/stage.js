/** Which screen is in sight, and what is said when it comes. */
import { current, show } from "../call/screens.js";
import { find } from "../call/words.js";
import { Voice } from "./voice.js";

export class Stage {
  voice = new Voice();

  /**
   * @param {string} name of a screen
   * @param {Record<string, string>} [values] for {places} in the heading
   */
  show(name, values = {}) {
    const isNew = current() !== name;
    show(name, values);
    if (!isNew) return;
    const { say, again } = find(`[data-screen="${name}"]`, HTMLElement).dataset;
    if (say) this.voice.say(say);
    else this.voice.stop();
    if (again) this.voice.last = [again]; // said at a press alone
  }
}
