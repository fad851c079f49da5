// The panel in which a text is edited in place.

export class Panel {
  constructor(wall, element) {
    this.wall = wall;
    this.element = element;
  }

  open(edition, region) {
    this.wall.open(region.place);
  }

  refresh() {}
}
