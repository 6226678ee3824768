/** The two faces of our drawings (look 11–15), for the demo's picture. Paths on a 120 grid. */

/** @typedef {{fill?: string, width?: number, stroke?: string, path: string}} Stroke */

const SKIN = { visitor: "#A9714B", terminal: "#8A5A3C" };
const GROUND = { visitor: "#F4B41A", terminal: "#7F8BC7" };

/** @type {Record<"visitor"|"terminal", Stroke[]>} */
const FACES = {
  visitor: [
    { fill: "#1B6B3A", path: "M60 11C32 11 27 36 29 60c1 18-6 32-19 60h100C97 92 90 78 91 60 93 36 88 11 60 11z" },
    { fill: SKIN.visitor, path: "M51 72v16c0 9 18 9 18 0V72z" },
    { fill: SKIN.visitor, path: "M40 48C40 30 48 22 60 22s20 8 20 26c0 18-9 30-20 30S40 66 40 48z" },
    { fill: "#857E70", path: "M40 46C38 26 48 17 60 17s22 9 20 29c-4-8-12-13-20-17-8 4-16 9-20 17z" },
    { stroke: "#FFF4D6", width: 4.5, path: "M34 108c6-20 2-40 2-54 0-20 8-35 24-35s24 15 24 35c0 14-4 34 2 54" },
  ],
  terminal: [
    { fill: "#2A3582", path: "M10 120c2-20 18-28 40-32h20c22 4 38 12 40 32z" },
    { fill: SKIN.terminal, path: "M51 72v16c0 9 18 9 18 0V72z" },
    { fill: SKIN.terminal, path: "M40 48C40 30 48 22 60 22s20 8 20 26c0 18-9 30-20 30S40 66 40 48z" },
    { fill: "#1C1B1A", path: "M39 47C34 26 46 15 61 15c16 0 24 12 20 32-2-6-4-9-7-12-9 2-20 1-27-3-4 4-6 9-8 15z" },
    { fill: "#FBF8F1", path: "M50 86l-6 5 10 12 6-7 6 7 10-12-6-5-10 10z" },
  ],
};
/** @type {Stroke[]} */
const FEATURES = [
  { path: "M45.5 43.5q5-3 10 0M64.5 43.5q5-3 10 0" },
  { path: "M60 50c-1 5-3 8-2 10 1 1 3 1 4 0" },
  { path: "M53 67q7 6 14 0" },
];
const EYES = [51, 69];

/**
 * Draws one frame; the head sways, the eyes blink, so that it is seen to live.
 * @param {CanvasRenderingContext2D|OffscreenCanvasRenderingContext2D} context
 * @param {number} width
 * @param {number} height
 * @param {"visitor"|"terminal"} side
 * @param {number} count of frames so far
 */
export function face(context, width, height, side, count) {
  context.fillStyle = GROUND[side];
  context.fillRect(0, 0, width, height);
  context.save();
  const size = height / 130;
  context.translate(width / 2 - 60 * size + Math.sin(count / 8) * 3, height - 120 * size);
  context.scale(size, size);
  context.lineCap = context.lineJoin = "round";
  for (const stroke of [...FACES[side], ...FEATURES]) paint(context, stroke);
  const isBlink = count % 40 < 2;
  context.fillStyle = "#1C1B1A";
  for (const x of EYES) {
    context.beginPath();
    context.ellipse(x, 50, 2.3, isBlink ? 0.5 : 2.3, 0, 0, 2 * Math.PI);
    context.fill();
  }
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D|OffscreenCanvasRenderingContext2D} context
 * @param {Stroke} stroke
 */
function paint(context, { fill, width = 2.2, stroke = "#161B45", path }) {
  const line = new Path2D(path);
  if (fill) {
    context.fillStyle = fill;
    context.fill(line);
  }
  context.lineWidth = width;
  context.strokeStyle = stroke;
  context.stroke(line);
}
