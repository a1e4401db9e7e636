// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice A token with one of the quirks found in deployed tokens. Anyone can mint.
contract OddToken is ERC20 {
    enum Oddity {
        None,
        ReturnsFalse,
        ReturnsNothing,
        TakesFee,
        DebitsDouble
    }

    Oddity public immutable oddity;

    constructor(Oddity oddity_) ERC20("Odd", "ODD") {
        oddity = oddity_;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        if (oddity == Oddity.ReturnsFalse) return false;
        super.transfer(to, amount);
        if (oddity == Oddity.TakesFee) _burn(to, amount / 10);
        if (oddity == Oddity.DebitsDouble) _burn(msg.sender, amount);
        if (oddity == Oddity.ReturnsNothing) {
            // solhint-disable-next-line no-inline-assembly
            assembly ("memory-safe") {
                return(0, 0)
            }
        }
        return true;
    }

    /// @dev Like ERC-1363, but without calling the recipient.
    function transferAndCall(address to, uint256 amount, bytes calldata) external returns (bool) {
        return transfer(to, amount);
    }
}
