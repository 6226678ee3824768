/** Shows and plays what comes from the other side; says when the browser keeps the sound back. */

export class Playing {
  /**
   * @param {HTMLVideoElement} video muted: the sound has its own element
   * @param {HTMLAudioElement} audio
   * @param {(isBlocked: boolean) => void} blocked
   */
  constructor(video, audio, blocked) {
    this.video = video;
    this.audio = audio;
    this.blocked = blocked;
  }

  /**
   * Puts tracks on the elements; null takes them off, so that nothing is left to see or hear.
   * @param {MediaStreamTrack|null} picture
   * @param {MediaStreamTrack|null} sound
   */
  put(picture, sound) {
    if (lay(this.video, picture)) this.video.play().catch(() => undefined);
    if (lay(this.audio, sound)) this.hear();
    if (!sound) this.blocked(false);
  }

  /** Not a sound comes out, whatever arrives. @param {boolean} isSilent */
  silence(isSilent) {
    if (this.audio.muted !== isSilent) this.audio.muted = isSilent;
  }

  /** Plays the sound; called again by a press on "Tap to hear". */
  hear() {
    this.audio.play().then(
      () => this.blocked(false),
      (wrong) => this.blocked(wrong instanceof Error && wrong.name === "NotAllowedError"),
    );
  }
}

/**
 * @param {HTMLMediaElement} element
 * @param {MediaStreamTrack|null} track
 * @returns {boolean} there is something new to play
 */
export function lay(element, track) {
  const now = element.srcObject instanceof MediaStream ? element.srcObject.getTracks()[0] : null;
  if ((now ?? null) === track) return false;
  element.srcObject = track ? new MediaStream([track]) : null;
  return Boolean(track);
}
