//! The order in which somebody likes to see her modules.

use kernel::InstanceId;

/// One module in somebody's own order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModulePlace {
    /// The module.
    pub instance: InstanceId,
    /// Whether it stands with those she uses most.
    pub favourite: bool,
}

/// A change of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderStep {
    /// One place towards the start, among its kind.
    Up,
    /// One place towards the end, among its kind.
    Down,
    /// To the favourites, or back.
    Favourite,
}

/// The order of the modules that there are now: favourites first, then as she chose; what is new
/// comes last, in the order of `present`.
pub fn in_order(present: &[InstanceId], chosen: &[ModulePlace]) -> Vec<ModulePlace> {
    let mut order: Vec<ModulePlace> = chosen
        .iter()
        .filter(|p| present.contains(&p.instance))
        .copied()
        .collect();
    for instance in present {
        if !order.iter().any(|p| p.instance == *instance) {
            order.push(ModulePlace {
                instance: *instance,
                favourite: false,
            });
        }
    }
    order.sort_by_key(|p| !p.favourite);
    order
}

/// The order after one step; unchanged where there is nowhere to go.
pub fn after_step(
    mut order: Vec<ModulePlace>,
    module: InstanceId,
    step: OrderStep,
) -> Vec<ModulePlace> {
    let Some(at) = order.iter().position(|p| p.instance == module) else {
        return order;
    };
    let other = match step {
        OrderStep::Up => at.checked_sub(1),
        OrderStep::Down => Some(at + 1),
        OrderStep::Favourite => {
            if let Some(place) = order.get_mut(at) {
                place.favourite = !place.favourite;
            }
            order.sort_by_key(|p| !p.favourite);
            return order;
        }
    };
    let alike =
        |o: &usize| order.get(*o).map(|p| p.favourite) == order.get(at).map(|p| p.favourite);
    if let Some(other) = other.filter(alike) {
        order.swap(at, other);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u8) -> InstanceId {
        InstanceId([n; 16])
    }

    fn text(order: &[ModulePlace]) -> String {
        order
            .iter()
            .map(|p| format!("{}{}", p.instance.0[0], if p.favourite { "*" } else { "" }))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn table_of_steps() {
        use OrderStep::*;
        let mut order = in_order(&[id(1), id(2), id(3)], &[]);
        for (module, step, after) in [
            (2, Up, "2 1 3"),
            (2, Up, "2 1 3"),
            (3, Favourite, "3* 2 1"),
            (3, Down, "3* 2 1"),
            (2, Up, "3* 2 1"),
            (1, Favourite, "3* 1* 2"),
            (1, Up, "1* 3* 2"),
            (2, Down, "1* 3* 2"),
            (1, Favourite, "3* 1 2"),
            (9, Up, "3* 1 2"),
        ] {
            order = after_step(order, id(module), step);
            assert_eq!(text(&order), after, "{module} {step:?}");
        }
        // A module that is gone leaves, a new one comes last.
        assert_eq!(text(&in_order(&[id(4), id(2), id(3)], &order)), "3* 2 4");
    }
}
