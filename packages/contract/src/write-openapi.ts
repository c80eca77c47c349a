import { writeFileSync } from "node:fs";

import { openApiDocument } from "./openapi.ts";

// node packages/contract/src/write-openapi.ts && oxfmt packages/contract/openapi.json
writeFileSync(new URL("../openapi.json", import.meta.url), `${JSON.stringify(openApiDocument(), null, 2)}\n`);
