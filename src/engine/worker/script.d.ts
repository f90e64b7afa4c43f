/** A module bundled into one classic script, as text (webpack.engine-worker.cjs). */
declare module '*?script' {
  const script: string;
  export default script;
}
