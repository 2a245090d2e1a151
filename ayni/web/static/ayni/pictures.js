// A picture straight from a camera is too large to send over a weak link: it is made smaller on the device first.
// Without this script a small enough picture is taken all the same, and a larger one is refused in words.
"use strict";

for (const field of document.querySelectorAll("input[type=file][data-smaller]")) {
  const says = document.getElementById("smaller");
  const tell = word => {
    says.hidden = !word;
    says.textContent = word ? says.dataset[word] : "";
  };

  field.addEventListener("change", async () => {
    const chosen = field.files[0];
    if (!chosen || !["image/jpeg", "image/png"].includes(chosen.type)) return tell("");
    tell("working");
    try {
      const made = await smaller(chosen, Number(field.dataset.smaller));
      const kept = new DataTransfer();
      kept.items.add(made);
      field.files = kept.files;
      tell("done");
    } catch {
      tell(""); // what cannot be read here is judged where it is sent
    }
  });
}

async function smaller(file, longest) {
  const picture = await createImageBitmap(file, {imageOrientation: "from-image"});
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const data = await new Promise(done => canvas.toBlob(done, "image/jpeg", 0.8));
  return new File([data], "picture.jpg", {type: "image/jpeg"});
}
