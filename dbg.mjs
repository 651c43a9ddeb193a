import { play } from "./test/city/play.ts";
const t0=performance.now(); let last=t0;
const display={step(n,d,t){ const now=performance.now(); if(d>=t||d===0){console.log(((now-t0)/1000).toFixed(2), "+"+((now-last)/1000).toFixed(2), n,d,t); last=now;}},text(){}};
console.log(await play({url:"http://localhost:4101",scale:"small",display})); console.log(((performance.now()-t0)/1000).toFixed(2));
