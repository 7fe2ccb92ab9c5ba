// @ts-check
// Plays the film as it stands, before anything is exported: the lines in their places, the shot of the moment.

/** One project's preview. `t` is in milliseconds on the film's own clock. */
export class Player extends EventTarget {
  t = 0;
  playing = false;
  waiting = false;
  #project = null;
  #sounds = new Map();
  #context = null;
  #sources = [];
  #began = 0;
  #from = 0;
  #frame = 0;
  #asked = 0;

  /** The project to play; may be given again at any time. */
  set project(project) {
    this.#project = project;
    this.t = Math.min(this.t, this.length);
  }

  get length() {
    return this.#project?.length_ms || 0;
  }

  /** The shot on screen, and the line that is spoken. */
  get shot() {
    const shots = this.#project?.shots || [];
    return shots.findLast((shot) => shot.start_ms <= this.t) || shots[0];
  }

  get line() {
    const lines = this.#project?.segments || [];
    return lines.find((line) => line.start_ms <= this.t && this.t < line.start_ms + line.duration_ms);
  }

  async toggle() {
    if (this.playing || this.waiting) this.pause();
    else await this.play();
  }

  async play() {
    if (this.t >= this.length - 50) this.t = 0;
    this.#context ||= new AudioContext();
    await this.#context.resume();
    const mine = ++this.#asked;
    this.waiting = true;
    this.#tell();
    const coming = this.#coming();
    await Promise.all(coming.slice(0, 2).map((line) => this.#sound(line)));
    if (mine !== this.#asked) return;
    this.waiting = false;
    this.playing = true;
    this.#began = this.#context.currentTime + 0.05;
    this.#from = this.t;
    this.#schedule(coming, mine);
    this.#step();
    this.#tell();
  }

  pause() {
    this.#asked += 1;
    this.playing = this.waiting = false;
    cancelAnimationFrame(this.#frame);
    for (const source of this.#sources.splice(0)) source.stop();
    this.#tell();
  }

  seek(ms) {
    const on = this.playing;
    if (on) this.pause();
    this.t = Math.max(0, Math.min(ms, this.length));
    this.#tell();
    if (on) this.play();
  }

  close() {
    if (this.playing || this.waiting) this.pause();
    this.#context?.close();
    this.#context = null;
  }

  #coming() {
    return (this.#project?.segments || []).filter((line) => line.speech_url && line.start_ms + line.duration_ms > this.t);
  }

  async #schedule(coming, mine) {
    for (const line of coming) {
      const sound = await this.#sound(line);
      if (mine !== this.#asked) return;
      if (!sound) continue;
      const at = this.#began + (line.start_ms - this.#from) / 1000;
      const late = Math.max(0, this.#context.currentTime - at);
      if (late >= sound.duration) continue;
      const source = new AudioBufferSourceNode(this.#context, { buffer: sound });
      source.connect(this.#context.destination);
      source.start(Math.max(at, this.#context.currentTime), late);
      this.#sources.push(source);
    }
  }

  async #sound(line) {
    if (!this.#sounds.has(line.speech_url)) {
      const coming = fetch(line.speech_url)
        .then((answer) => answer.arrayBuffer())
        .then((data) => this.#context.decodeAudioData(data))
        .catch(() => null);
      this.#sounds.set(line.speech_url, coming);
    }
    return this.#sounds.get(line.speech_url);
  }

  #step = () => {
    if (!this.playing) return;
    this.t = this.#from + Math.max(0, this.#context.currentTime - this.#began) * 1000;
    if (this.t >= this.length) {
      this.t = this.length;
      this.pause();
      return;
    }
    this.#tell();
    this.#frame = requestAnimationFrame(this.#step);
  };

  #tell() {
    this.dispatchEvent(new Event("time"));
  }
}

/** Where the camera looks at a share of a move, as a CSS transform. */
export function camera(move, share) {
  if (!move?.start || !move?.end) return "none";
  const now = (name) => move.start[name] + (move.end[name] - move.start[name]) * share;
  return `scale(${1 / now("width")}) translate(${(0.5 - now("x")) * 100}%, ${(0.5 - now("y")) * 100}%)`;
}
