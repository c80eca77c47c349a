import { Download } from "lucide-react";
import type { ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { Menu } from "../../kit/menu.tsx";
import { saveFile } from "../../kit/save-file.ts";
import { say } from "../../shell/bar-store.ts";
import { shownName } from "../entities/entity-columns.tsx";
import { useEntity } from "../entities/use-entity.ts";
import { describe, matrixCsv, matrixSvg, navigatorLayer, type Palette } from "./exports.ts";
import type { Column } from "./matrix.ts";
import type { Attack } from "./queries.ts";
import type { View } from "./view.ts";

/** What is on the screen, as a file. Everything is made here, in the browser. */
export function ExportMenu({
  attack,
  columns,
  view,
}: {
  attack: Attack;
  columns: readonly Column[];
  view: View;
}): ReactElement {
  const entity = useEntity(view.entity);
  const name = entity ? shownName(entity) : null;
  const day = attack.as_of.slice(0, 10);
  const svg = (): string => matrixSvg(columns, describe(view, name, attack.as_of), palette());
  return (
    <Menu
      trigger={<Button icon={<Download size={15} aria-hidden />}>Export</Button>}
      items={[
        {
          name: "Navigator layer (JSON)",
          onPick: () =>
            saveFile(
              `attack-layer-${day}.json`,
              "application/json",
              navigatorLayer(attack, columns, view, name),
            ),
        },
        { name: "CSV", onPick: () => saveFile(`attack-${day}.csv`, "text/csv", matrixCsv(columns)) },
        { name: "SVG picture", onPick: () => saveFile(`attack-${day}.svg`, "image/svg+xml", svg()) },
        { name: "PNG picture", onPick: () => void savePng(`attack-${day}.png`, svg()) },
      ]}
    />
  );
}

function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    back: colour("bg"),
    text: colour("text"),
    muted: colour("text"),
    heat: [0, 1, 2, 3, 4].map((step) => colour(`heat-${step}`)),
  };
}

async function savePng(name: string, svg: string): Promise<void> {
  try {
    const image = new Image();
    // The policy of this page lets in pictures from data:, not from blob:.
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.width * 2;
    canvas.height = image.height * 2;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (!blob) throw new Error("no picture");
    saveFile(name, "image/png", blob);
  } catch {
    say("This browser could not draw the picture: take the SVG", "bad");
  }
}
