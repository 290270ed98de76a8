/** wasm_exec.js comes from Go itself when set-up builds the program. */
export {};
